// Paying: a page that waits goes on by itself, and the card fields of a provider. The pages work without it, but for cards.
const $ = (selector) => document.querySelector(selector)

const waiting = $("[data-wait]")
if (waiting) {
  const { wait, state, at } = waiting.dataset
  let timer = 0
  let looks = 0
  const look = async () => {
    clearTimeout(timer)
    try {
      const answer = await fetch(wait, { headers: { accept: "application/json" } })
      const now = answer.ok ? await answer.json() : null
      if (now && new URL(now.at, location.href).pathname !== at) return void location.assign(now.at)
      if (now && now.state !== state) return void location.replace(at + "?again=1")
    } catch { /* no network for a moment: look again */ }
    timer = setTimeout(look, Math.min(3000 + 50 * looks++, 10000))
  }
  timer = setTimeout(look, 2000)
  // a telephone that was put away does not count time; look at once when it is back
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look() })
  addEventListener("online", look)
}

const left = $("[data-left]")
if (left) {
  const words = JSON.parse(left.dataset.left)
  const bar = $("[data-left-bar]")
  const end = performance.now() + Number(left.dataset.seconds) * 1000
  const tell = () => {
    const seconds = Math.max(0, (end - performance.now()) / 1000)
    const text = words[Math.min(Math.ceil(seconds / 60), words.length - 1)]
    if (left.textContent !== text) left.textContent = text
    if (bar) bar.value = seconds
  }
  tell()
  setInterval(tell, 5000)
}

const card = $("[data-card]")
if (card) {
  const form = $("#card-form")
  const button = form.querySelector("button")
  const trouble = $("#card-error")
  const { key, secret, back, broken } = card.dataset
  const say = (text) => { trouble.textContent = text; trouble.hidden = !text }
  const busy = (is) => { button.disabled = is; form.toggleAttribute("aria-busy", is) }
  const look = getComputedStyle(document.documentElement)
  const named = (name) => look.getPropertyValue(name).trim() || undefined
  card.hidden = false
  if (typeof window.Stripe !== "function") {
    say(broken)
    busy(true)
  } else {
    const stripe = window.Stripe(key, { locale: document.documentElement.lang.slice(0, 2) })
    const elements = stripe.elements({
      clientSecret: secret,
      locale: document.documentElement.lang.slice(0, 2),
      appearance: { variables: { colorPrimary: named("--accent"), colorText: named("--ink"), colorDanger: named("--bad"), borderRadius: "4px" } },
    })
    const fields = elements.create("payment")
    busy(true)
    fields.on("ready", () => { $("#card-loading").hidden = true; busy(false) })
    fields.on("loaderror", () => { $("#card-loading").hidden = true; say(broken) })
    fields.mount("#card-fields")
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      if (button.disabled) return
      busy(true)
      say("")
      const answer = await stripe.confirmPayment({ elements, confirmParams: { return_url: back } }).catch(() => ({ error: { message: broken } }))
      // whoever is sent on by the provider never gets here
      if (answer.error) {
        say(answer.error.message || broken)
        busy(false)
        trouble.focus()
      }
    })
  }
}
