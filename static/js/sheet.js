// Sheets over a page: they open with their title in focus, close by their button or Escape, and give the focus back.
(() => {
  const sheets = () => [...document.querySelectorAll("[data-sheet], .primary-bar #sheet")].filter((each) => each.children.length);
  let opener = null;
  const close = (sheet) => {
    sheet.replaceChildren();
    sheet.className = sheet.dataset.sheet === undefined ? "" : sheet.className;
    opener?.focus();
  };
  document.addEventListener("htmx:beforeRequest", (event) => { opener = event.target.closest("a") || opener; });
  document.addEventListener("htmx:afterSwap", () => sheets().forEach((sheet) => {
    if (sheet.dataset.close && !sheet.querySelector("[data-sheet-close]")) {
      const bar = document.createElement("p");
      const button = document.createElement("button");
      bar.className = "sheet-close";
      button.type = "button";
      button.className = "btn btn-quiet";
      button.dataset.sheetClose = "";
      button.textContent = sheet.dataset.close;
      bar.append(button);
      sheet.prepend(bar);
    }
    sheet.querySelector("[autofocus]")?.focus({ preventScroll: true });
  }));
  document.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-sheet-close]");
    const sheet = closer?.closest("[data-sheet], #sheet");
    if (!sheet || !opener) return;
    event.preventDefault();
    close(sheet);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opener) sheets().slice(-1).forEach(close);
  });
})();
