// Runs before the page is painted: the person's choice of light or dark, else what the system prefers.
(() => {
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
