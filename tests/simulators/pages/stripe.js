// What of Stripe's script our card page uses, for tests: fields in a frame of Stripe's own origin, and confirmPayment.
window.Stripe = (publishableKey) => {
  const origin = "ORIGIN";
  const listeners = [];
  let frame = null;
  let answered = null;

  window.addEventListener("message", (event) => {
    if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return;
    if (event.data.type === "answer" && answered) {
      answered(event.data.answer);
      answered = null;
    } else {
      for (const [type, heard] of listeners) if (type === event.data.type) heard(event.data);
    }
  });

  const elements = ({ clientSecret }) => ({
    clientSecret,
    submit: async () => ({}),
    create: (kind) => {
      const element = {
        mount: (target) => {
          const place = typeof target === "string" ? document.querySelector(target) : target;
          frame = document.createElement("iframe");
          frame.title = "Secure payment input frame";
          frame.name = "stripe-" + kind;
          frame.src = origin + "/fields?" + new URLSearchParams({ payment_intent_client_secret: clientSecret });
          frame.style.cssText = "border:0;width:100%;height:240px";
          place.append(frame);
        },
        unmount: () => frame && frame.remove(),
        destroy: () => frame && frame.remove(),
        on: (type, heard) => {
          listeners.push([type, heard]);
          return element;
        },
      };
      return element;
    },
  });

  const confirmPayment = async ({ elements, confirmParams = {}, redirect = "always" }) => {
    if (!publishableKey.startsWith("pk_")) return { error: { type: "api_error", message: "Invalid API key" } };
    const answer = await new Promise((resolve) => {
      answered = resolve;
      frame.contentWindow.postMessage({ type: "confirm", return_url: confirmParams.return_url || "" }, origin);
    });
    if (answer.error) return { error: answer.error };
    if (redirect === "if_required" && answer.status !== "requires_action") {
      return { paymentIntent: { id: elements.clientSecret.split("_secret_")[0], status: answer.status } };
    }
    window.location.assign(answer.url);
    return new Promise(() => {});
  };

  return { elements, confirmPayment };
};
