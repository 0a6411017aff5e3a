// A file that is too large is told before it is sent; the server refuses it as well. Forms may come later, by htmx.
document.addEventListener("change", ({ target: input }) => {
  if (!input.matches("input[type=file][data-most]")) return;
  const file = input.files[0];
  const tooLarge = Boolean(file) && file.size > Number(input.dataset.most);
  input.setCustomValidity(tooLarge ? input.dataset.tooLarge : "");
  if (tooLarge) input.reportValidity();
});
