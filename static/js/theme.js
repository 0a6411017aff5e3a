// Runs before the page is painted, so that nothing moves afterwards: the person's choice of light or dark, else what the
// system prefers; what needs a script is shown, and hints that were dismissed are not.
(() => {
  document.documentElement.dataset.scripted = "";
  if ("serviceWorker" in navigator && "PushManager" in window) document.documentElement.dataset.pushes = "";
  const read = Object.keys(localStorage).filter((key) => key.startsWith("hint:")).map((key) => CSS.escape(key.slice(5)));
  if (read.length) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${read.map((key) => `[data-hint="${key}"]`).join()} { display: none; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const choice = localStorage.getItem("theme") || "auto";
    const theme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    document.documentElement.dataset.bsTheme = theme;
  };
  dark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  document.addEventListener("theme:chosen", apply);
  apply();
})();
