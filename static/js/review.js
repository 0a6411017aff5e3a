// A link that names a form carries what is ticked there: "send back" returns the ticked entries alone.
(() => {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-with-ticks]");
    if (!link) return;
    const ticked = new URLSearchParams(new FormData(document.getElementById(link.dataset.withTicks)));
    const address = new URL(link.href);
    address.search = ticked.toString();
    link.href = address.href;
  });
})();
