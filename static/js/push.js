/* Notices in this browser: the box of the page of notices. Nothing is shown where the browser has no Web Push. */
(() => {
  const box = document.querySelector("[data-push]");
  if (!box || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const [on, off, said] = ["on", "off", "said"].map((name) => box.querySelector(`[data-push-${name}]`));
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const token = box.querySelector("[name=csrfmiddlewaretoken]").value;

  const send = async (address, told) => {
    const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams(told) });
    if (!answer.ok) throw new Error(answer.status);
  };

  const active = (registration) => new Promise((found) => {
    if (registration.active) { found(registration); return; }
    const worker = registration.installing || registration.waiting;
    worker.addEventListener("statechange", () => { if (worker.state === "activated") found(registration); });
  });

  const registered = async () => active(await navigator.serviceWorker.register(box.dataset.worker));

  const show = (subscription) => {
    on.hidden = Boolean(subscription);
    off.hidden = !subscription;
  };

  const tell = (name) => { said.textContent = box.dataset[name]; };

  on.addEventListener("click", async () => {
    try {
      const registration = await registered();
      const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) });
      const keys = { p256dh: text(subscription.getKey("p256dh")), auth: text(subscription.getKey("auth")) };
      await send(box.dataset.onUrl, { endpoint: subscription.endpoint, ...keys });
      show(subscription);
      tell("isOn");
    } catch { tell("failed"); }
  });

  off.addEventListener("click", async () => {
    try {
      const registration = await registered();
      const subscription = await registration.pushManager.getSubscription();
      if (subscription) {
        await send(box.dataset.offUrl, { endpoint: subscription.endpoint });
        await subscription.unsubscribe();
      }
      show(null);
      tell("isOff");
    } catch { tell("failed"); }
  });

  navigator.serviceWorker.getRegistration(box.dataset.worker).then((registration) => registration?.pushManager.getSubscription()).then(show, () => show(null));
})();
