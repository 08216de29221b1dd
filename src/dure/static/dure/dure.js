// Comfort on top of pages that work without it: focus, menus, dialogs, files, counters, the end of a session.
// Runs under script-src 'self'. Everything listens on the document, so parts that htmx inserts work too.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);

  const ready = (root) => {
    for (const one of root.querySelectorAll("[data-shows][hidden], [data-counts][hidden]")) one.hidden = false;
    for (const counter of root.querySelectorAll("[data-counts]")) count(counter);
  };
  const count = (counter) => {
    const box = byId(counter.dataset.counts);
    if (box) counter.querySelector("[data-count-now]").textContent = String([...box.value].length);
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && byId(opener.dataset.opens);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
      dialog.addEventListener("close", () => opener.focus(), { once: true });
      return;
    }
    const shower = event.target.closest("[data-shows]");
    if (shower) {
      const box = byId(shower.dataset.shows);
      const hidden = box.type === "password";
      shower.dataset.show ??= shower.textContent;
      box.type = hidden ? "text" : "password";
      shower.textContent = hidden ? shower.dataset.hide : shower.dataset.show;
      shower.setAttribute("aria-pressed", String(hidden));
      return;
    }
    if (event.target.closest("[data-prints]")) window.print();
    // A menu closes when something outside it is pressed.
    for (const menu of document.querySelectorAll("details[data-closes][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details[data-closes][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.addEventListener("input", (event) => {
    const counter = document.querySelector(`[data-counts="${CSS.escape(event.target.id)}"]`);
    if (event.target.id && counter) count(counter);
  });

  // Chosen files are listed with their size; too large ones are told before they are sent.
  document.addEventListener("change", (event) => {
    const all = event.target.closest?.("[data-selects-all]");
    if (all) {
      for (const one of document.getElementsByName(all.dataset.selectsAll)) one.checked = all.checked;
    }
    const frame = event.target.type === "file" && event.target.closest("[data-max-bytes], .dure-upload");
    const list = frame && frame.querySelector("[data-chosen]");
    if (!list) return;
    const limit = Number(frame.dataset.maxBytes || Infinity);
    list.replaceChildren(
      ...[...event.target.files].map((file) => {
        const line = document.createElement("li");
        const size = file.size < 1048576 ? `${Math.ceil(file.size / 1024)}KB` : `${(file.size / 1048576).toFixed(1)}MB`;
        line.textContent = `${file.name} (${size})`;
        if (file.size > limit) {
          line.className = "too-large";
          line.textContent += ` ${frame.dataset.tooLarge}`;
        }
        return line;
      }),
    );
  });

  // --- the end of a session -------------------------------------------------------------------
  // Every page and every htmx answer puts the end off; windows of one browser share it through storage.
  const WARN_SECONDS = 120;
  const KEY = "dure-session-ends";
  const warning = byId("session-end");
  const seconds = Number(warning?.dataset.sessionSeconds || 0);
  const ends = () => Number(remembered() || 0);
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return warning.dataset.ends;
    }
  };
  const putOff = () => {
    const end = String(Date.now() + seconds * 1000);
    warning.dataset.ends = end;
    try {
      localStorage.setItem(KEY, end);
    } catch {
      // Storage is switched off: this window counts alone.
    }
  };
  const tick = () => {
    const left = Math.ceil((ends() - Date.now()) / 1000);
    const early = Math.min(WARN_SECONDS, seconds / 2);
    if (left > early) {
      // Extended, or signed in again, in another window.
      if (warning.open) warning.close();
      if (warning.dataset.over) {
        delete warning.dataset.over;
        warning.dataset.renewed = "yes";
        byId("session-over").close();
      }
    } else if (left > 0) {
      if (!warning.open && !byId("session-over").open) {
        warning.showModal();
        warning.querySelector("[data-session-said]").textContent = byId("session-end-title").textContent;
      }
      warning.querySelector("[data-session-left]").textContent = String(left);
    } else if (!warning.dataset.over) {
      warning.dataset.over = "yes";
      warning.close();
      byId("session-over").showModal();
    }
  };
  // After signing in again elsewhere, forms of this page carry the new token, so that nothing typed is lost.
  const renewToken = (form) => {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    const field = form.elements?.namedItem("csrfmiddlewaretoken");
    if (cookie && field && "value" in field) field.value = cookie[1];
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (warning?.dataset.over || warning?.dataset.renewed) renewToken(form);
    if (!form.matches("[data-session-extend]")) return;
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "error" }).catch(() => null);
    if (answer?.ok) {
      putOff();
      warning.close();
    } else {
      form.submit();
    }
  });
  if (warning?.showModal && seconds > 0) {
    putOff();
    warning.addEventListener("cancel", (event) => event.preventDefault());
    document.addEventListener("htmx:after:request", putOff);
    setInterval(tick, 1000);
  }

  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target;
    const root = target?.isConnected ? target : document;
    ready(root);
    // What has just gone wrong takes the focus; after a load, its autofocus does the same.
    root.querySelector("[data-takes-focus]")?.focus();
  });
  ready(document);
})();
