// The grid of a period by keyboard: arrows go from unit to unit, space or x ticks, c ticks all without findings, a accepts.
(() => {
  const grid = document.querySelector("table[data-grid]");
  if (!grid) return;
  const form = grid.closest("form");
  const links = [...grid.querySelectorAll("tbody th a")];
  const boxOf = (link) => link?.closest("tr").querySelector("input[type=checkbox]");
  const here = () => links.findIndex((link) => link.closest("tr").contains(document.activeElement));

  const go = (step) => {
    const place = here();
    const next = place < 0 ? (step > 0 ? 0 : links.length - 1) : place + step;
    links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
  };
  const tick = (boxes, ticked) => boxes.filter(Boolean).forEach((box) => {
    box.checked = ticked === undefined ? !box.checked : ticked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const acts = {
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
    " ": () => tick([boxOf(links[here()])]),
    x: () => tick([boxOf(links[here()])]),
    c: () => tick([...grid.querySelectorAll("input[data-clean]")], true),
    a: () => document.querySelector(`button.btn-primary[form="${form.id}"]`)?.click(),
  };

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !acts[key]) return;
    if (target.closest("dialog[open], select, textarea, [contenteditable], input:not([type=checkbox])")) return;
    if (key === " " && !target.closest("table[data-grid] th a")) return;
    event.preventDefault();
    acts[key]();
  });
})();
