// Shows a list of ours on another site, where this script stands. It keeps nothing and tells nobody.
(() => {
  const script = document.currentScript;
  const list = new URL(script.dataset.lijst || "/", script.src);
  if (list.origin !== new URL(script.src).origin) return;
  const frame = document.createElement("iframe");
  Object.assign(frame, { src: list.href, title: script.dataset.titel || "Buurtbasis", loading: "lazy", height: 700 });
  Object.assign(frame.style, { display: "block", width: "100%", border: "0" });
  addEventListener("message", (event) => {
    const height = event.origin === list.origin && event.source === frame.contentWindow && Number(event.data?.buurtbasis);
    if (height > 0 && height < 50000) frame.height = Math.ceil(height);
  });
  script.after(frame);
})();
