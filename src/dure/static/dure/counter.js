// The counter of a shop, on top of a page that works without it: scan a QR code, and keep what could not be sent.
// What waits stands in localStorage of this device, each with the key of its form: sent again it counts once.
(() => {
  "use strict";
  const tools = document.getElementById("counter-tools");
  const form = document.querySelector("main form.dure-form");
  if (!tools || !form) return;
  const store = `dure.counter.${location.pathname}`;
  const part = (name) => tools.querySelector(`[data-${name}]`);
  const field = (name) => form.elements.namedItem(name);
  const say = (text) => { part("said").textContent = text; };
  form.after(tools);

  // --- what waits -----------------------------------------------------------------------------
  const waiting = () => {
    try {
      return JSON.parse(localStorage.getItem(store)) ?? [];
    } catch {
      return [];
    }
  };
  const keep = (rows) => {
    if (rows.length) localStorage.setItem(store, JSON.stringify(rows));
    else localStorage.removeItem(store);
    show();
  };
  const change = (key, more) => keep(waiting().map((row) => (row.key === key ? { ...row, ...more } : row)));
  const drop = (key) => keep(waiting().filter((row) => row.key !== key));
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
  // By the clock of the service: those of devices are wrong at times.
  const apart = Date.parse(tools.dataset.now) - Date.now();
  const seoul = () => new Date(Date.now() + apart).toLocaleString("sv-SE", { timeZone: "Asia/Seoul" }).slice(0, 16).replace(" ", "T");

  const show = () => {
    const rows = waiting();
    part("queue").hidden = rows.length === 0;
    part("list").replaceChildren(
      ...rows.map((row) => {
        const line = document.createElement("li");
        const state = row.refused ? `${tools.dataset.refused}: ${row.refused}` : tools.dataset.waits;
        line.textContent = `${row.happened_at.replace("T", " ")} · ${tools.dataset.amount.replace("NUMBER", Number(row.won).toLocaleString("ko-KR"))} · ${state} `;
        if (row.refused) {
          const button = document.createElement("button");
          button.type = "button";
          button.className = "krds-btn small tertiary";
          button.textContent = tools.dataset.drop;
          button.addEventListener("click", () => drop(row.key));
          line.append(button);
        }
        return line;
      }),
    );
    tools.hidden = rows.length === 0 && part("scan").hidden && part("picture").hidden;
  };

  // Returns "done", "refused" or "away".
  const send = async (row, late) => {
    const told = new URLSearchParams({ ...row, happened_at: late ? row.happened_at : row.typed_at });
    told.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
    let answer;
    try {
      answer = await fetch(location.pathname, { method: "POST", body: told, headers: { Accept: "application/json" } });
    } catch {
      return "away";
    }
    if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) return "done";
    if (answer.status !== 422) return "away";
    change(row.key, { refused: (await answer.json()).errors.join(" ") });
    return "refused";
  };

  let sending = false;
  const sendAll = async () => {
    if (sending) return;
    sending = true;
    let done = false;
    for (const row of waiting().filter((one) => !one.refused)) {
      const came = await send(row, true);
      if (came === "away") break;
      if (came === "done") {
        drop(row.key);
        done = true;
      }
    }
    sending = false;
    if (done) location.assign(location.pathname);
  };

  form.addEventListener("submit", async (event) => {
    if (!form.checkValidity() || !field("code").value.trim() || !field("won").value.trim()) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    const row = {
      key: field("key").value, code: field("code").value, won: field("won").value.replace(/[^0-9]/g, ""),
      typed_at: field("happened_at").value, happened_at: field("happened_at").value || seoul(),
    };
    // Kept before it is sent: should the answer get lost, it is sent again under the same key.
    keep([...waiting().filter((one) => one.key !== row.key), row]);
    const came = await send(row, false);
    sending = false;
    if (came === "away") {
      field("key").value = newKey();
      for (const name of ["code", "won", "happened_at"]) field(name).value = "";
      field("code").focus();
      return;
    }
    drop(row.key);
    if (came === "done") location.assign(location.pathname);
    // The page says at which field what is wrong.
    else form.submit();
  });
  part("send").addEventListener("click", sendAll);
  addEventListener("online", sendAll);

  // --- the camera -----------------------------------------------------------------------------
  const found = (text) => {
    field("code").value = text.replace(/^dure:/, "");
    field("won").focus();
  };
  if ("BarcodeDetector" in window) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    let stream = null;
    const stop = () => {
      stream?.getTracks().forEach((track) => track.stop());
      stream = null;
      part("video").hidden = part("stop").hidden = true;
      part("scan").hidden = false;
    };
    const look = async () => {
      if (!stream) return;
      const codes = await detector.detect(part("video")).catch(() => []);
      if (codes.length) {
        stop();
        found(codes[0].rawValue);
      } else setTimeout(look, 200);
    };
    part("stop").addEventListener("click", stop);
    part("scan").addEventListener("click", async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        say(tools.dataset.noCamera);
        part("picture").hidden = false;
        return;
      }
      say("");
      part("video").srcObject = stream;
      part("video").hidden = part("stop").hidden = false;
      part("scan").hidden = true;
      await part("video").play();
      look();
    });
    const camera = Boolean(navigator.mediaDevices?.getUserMedia);
    part("scan").hidden = !camera;
    part("picture").hidden = camera;
    document.getElementById("counter-picture").addEventListener("change", async (event) => {
      const [file] = event.target.files;
      const codes = file ? await detector.detect(await createImageBitmap(file)).catch(() => []) : [];
      say(codes.length ? "" : tools.dataset.noCode);
      if (codes.length) found(codes[0].rawValue);
    });
  }
  show();
  if (navigator.onLine) sendAll();
})();
