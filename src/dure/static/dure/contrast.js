// People who ask their system for more contrast get the high-contrast tokens. Runs before the first paint, so that
// nothing flashes; forced colours of the system win over any of ours.
(() => {
  "use strict";
  const root = document.documentElement;
  const asks = (query) => matchMedia(query).matches;
  if (!root.dataset.krdsMode && asks("(prefers-contrast: more)") && !asks("(forced-colors: active)")) {
    root.dataset.krdsMode = "high-contrast";
  }
})();
