// The panel of an entry docks beside the fields, and covers none: it opens with its title in focus, and closes back to where it was opened.
(() => {
  const panel = document.getElementById("panel");
  if (!panel) return;
  let opener = null;
  const close = () => {
    panel.replaceChildren();
    opener?.focus();
  };
  document.addEventListener("click", (event) => {
    opener = event.target.closest("a.more") || opener;
    if (event.target.closest("[data-panel-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.children.length) close();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== panel) return;
    panel.querySelector("[data-panel-title]")?.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  });
})();
