// Says in words that a passkey was not used: allauth's script only writes it to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.querySelector("[data-passkey-failed]");
  if (told) {
    told.hidden = false;
    told.focus();
  }
});
