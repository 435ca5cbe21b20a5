// Makes the shop's pages quicker to use. Without this file every one of them still works.
const root = document.documentElement
root.classList.add("js")
const $ = (selector, from = document) => from.querySelector(selector)
const all = (selector, from = document) => [...from.querySelectorAll(selector)]
const on = (type, act, early) => document.addEventListener(type, act, early)
const parse = (html) => new DOMParser().parseFromString(html, "text/html")
const later = (act, wait) => {
  let timer
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => act(...given), wait) }
}

// Numbers as people of this language type and read them.
const decimal = (1.5).toLocaleString(root.lang).includes(",") ? "," : "."
const read = (text) => Number(String(text).replace(/[\s\u00a0\u202f]/g, "").replace(",", ".").replace(/[^\d.]/g, "")) || 0
const write = (steps, scale) => {
  const text = String(steps / 10 ** scale)
  return decimal === "," ? text.replace(".", ",") : text
}

// Steppers: whole steps of what can be bought.
const wake = (from) => {
  for (const box of all("[data-stepper]", from)) {
    const input = $("input", box)
    const { step, min, max, scale } = Object.fromEntries(Object.entries(box.dataset).map(([k, v]) => [k, Number(v)]))
    const set = (steps) => {
      const least = Math.ceil(min / step) * step
      steps = Math.max(least, Math.round(steps / step) * step)
      if (max) steps = Math.min(steps, Math.floor(max / step) * step)
      input.value = write(steps, scale)
      input.dispatchEvent(new Event("change", { bubbles: true }))
    }
    for (const [name, sign] of [["[data-less]", -1], ["[data-more]", 1]]) {
      const button = $(name, box)
      button.hidden = false
      button.onclick = () => set(Math.round(read(input.value) * 10 ** scale) + sign * step)
    }
    box.set = set
  }
}

// Parts of a page that change without a new page.
let asking
let shown = location.pathname + location.search
const swap = async (address, { body, push = true, focus = "" } = {}) => {
  const place = $("[data-swap-root]")
  if (!place) return void (location.href = address)
  asking?.abort()
  asking = new AbortController()
  place.setAttribute("aria-busy", "true")
  try {
    const answer = await fetch(address, { method: body ? "POST" : "GET", body, signal: asking.signal, headers: { "x-swap": "1" } })
    const page = parse(await answer.text())
    const fresh = $("[data-swap-root]", page)
    if (!fresh || fresh.id !== place.id) return void (location.href = answer.url)
    const open = new Set(all(".filters[open] > summary, .facet:not([open]) > summary", place).map((s) => s.textContent.trim()))
    const held = place.contains(document.activeElement) && document.activeElement
    const down = $(".filters > div", place)?.scrollTop
    place.replaceWith(fresh)
    for (const summary of all(".filters > summary", fresh)) summary.parentNode.open = [...open].some((t) => t.startsWith(summary.textContent.trim().split(" (")[0]))
    if (down) $(".filters > div", fresh).scrollTop = down
    if (held?.name) all(`[name="${CSS.escape(held.name)}"]`, fresh).find((e) => e.type !== "checkbox" || e.value === held.value)?.focus({ preventScroll: true })
    document.title = page.title
    // a form that was refused has no address of its own
    if (push && (!body || answer.redirected) && answer.url !== location.href) history.pushState({ swap: true }, "", answer.url)
    shown = location.pathname + location.search
    wake(fresh)
    const goal = $("#errors", fresh) || (focus && $(focus, fresh)) || null
    if (goal) { goal.focus({ preventScroll: true }); goal.scrollIntoView({ block: "nearest" }) }
    count()
  } catch (trouble) {
    if (trouble.name !== "AbortError") location.href = address
  } finally {
    place.removeAttribute("aria-busy")
  }
}
addEventListener("popstate", () => {
  // a jump within the page is no other page
  if (location.pathname + location.search !== shown && $("[data-swap-root]")) swap(location.href, { push: false })
})

const count = () => {
  const found = document.cookie.match(/(?:^|; )items=(\d+)/)
  for (const label of all("[data-count]")) label.textContent = found && found[1] !== "0" ? found[1] : ""
}

// Filters and sorting.
const live = later((form) => {
  const data = new FormData(form)
  for (const other of all("[data-live]")) if (other !== form) for (const [k, v] of new FormData(other)) if (k === "sort" && form.matches(".side-filters")) data.set(k, v)
  const query = new URLSearchParams([...data].filter(([, value]) => value !== ""))
  swap(form.action + (query.size ? "?" + query : ""))
}, 150)

on("change", (event) => {
  const form = event.target.form
  if (!form) return
  if (form.matches("[data-live]")) live(form)
  else if (form.matches("[data-line]")) form.requestSubmit()
  else if (event.target.matches("[data-country]")) {
    const data = new FormData(form)
    data.set("reshape", "1")
    swap(form.action, { body: new URLSearchParams(data), push: false, focus: "#country" })
  }
})

on("click", (event) => {
  const link = event.target.closest("a[data-swap]")
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault()
    swap(link.href, { focus: new URL(link.href).hash }).then(() => link.closest(".pages") && scrollTo({ top: 0 }))
  }
  const shut = event.target.closest("[data-shut]")
  if (shut) { event.preventDefault(); const box = shut.closest("details"); box.open = false; $("summary", box).focus() }
  const closer = event.target.closest("[data-close]")
  if (closer || event.target.matches(".drawer")) event.target.closest("dialog")?.close()
  for (const menu of all("details[name=top][open]")) if (!menu.contains(event.target)) menu.open = false
  if (!event.target.closest(".seek")) for (const hints of all(".seek .hints")) hints.remove()
})
on("keydown", (event) => {
  const seek = event.target.closest(".seek")
  const hints = seek && $(".hints", seek)
  const step = { ArrowDown: 1, ArrowUp: -1, Escape: 0 }[event.key]
  if (hints && step !== undefined) {
    const stops = all("input, .hints a", seek)
    event.preventDefault()
    if (!step) hints.remove()
    return stops.at(step && (stops.indexOf(event.target) + step) % stops.length).focus()
  }
  if (event.key === "Escape") for (const menu of all("details[name=top][open], .filters[open]")) { menu.open = false; $("summary", menu).focus() }
})
on("toggle", (event) => {
  if (event.target.matches?.(".find[open]")) $("input", event.target).focus()
}, true)

// What a search may become while it is typed.
const hint = later(async (input) => {
  const text = input.value.trim()
  let fresh = null
  if (text.length > 1) {
    const answer = await fetch(input.form.action + "/suggest?q=" + encodeURIComponent(text)).catch(() => ({}))
    if (!answer.ok || input.value.trim() !== text) return
    fresh = $(".hints", parse(await answer.text()))
  }
  $(".hints", input.form)?.remove()
  if (fresh?.children.length) input.form.append(fresh)
}, 160)
on("input", (event) => event.target.matches(".seek input") && hint(event.target))
on("focusout", (event) => {
  const seek = event.target.closest(".seek")
  if (seek && event.relatedTarget && !seek.contains(event.relatedTarget)) $(".hints", seek)?.remove()
})

// The cart in a drawer.
const drawer = (html) => {
  const fresh = $("[data-drawer]", parse(html))
  if (!fresh) return false
  const old = $("[data-drawer]")
  const where = old?.open ? $(".body", old).scrollTop : 0
  old?.remove()
  document.body.append(fresh)
  wake(fresh)
  fresh.showModal()
  $(".body", fresh).scrollTop = where
  return true
}
const send = async (form, by) => {
  if (form.dataset.busy) return
  form.dataset.busy = "1"
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, by)), headers: { "x-drawer": "1" } })
    const html = await answer.text()
    if (!drawer(html)) location.href = answer.url
    count()
  } catch {
    form.submit()
  } finally {
    delete form.dataset.busy
  }
}
on("submit", (event) => {
  const form = event.target
  if (event.submitter?.matches("[data-elsewhere]") || event.submitter?.formMethod === "get" && form.method === "post") return
  if (form.matches("[data-add]") || (form.matches("[data-line]") && form.closest("[data-drawer]"))) {
    event.preventDefault()
    send(form, event.submitter)
  } else if (form.matches("[data-live]")) {
    event.preventDefault()
    live(form)
  } else if (form.matches("[data-line], [data-step]")) {
    event.preventDefault()
    swap(form.action, { body: new URLSearchParams(new FormData(form, event.submitter)), push: form.matches("[data-step]"), focus: ".step.now input:not([type=hidden]), .step.now select" })
  } else if (form.matches("[data-place]")) {
    const button = $("button.button", form)
    setTimeout(() => { button.disabled = true })
  }
})
addEventListener("pageshow", () => { for (const button of all("[data-place] button.button")) button.disabled = false; count() })

// The product page.
const form = $("[data-buy]")
if (form) {
  const facts = JSON.parse($("#variants").textContent)
  const money = (minor) => {
    const [, before, after] = facts.sample.match(/^(\D*)[\d\D]*\d(\D*)$/)
    const group = facts.sample.match(/1(\D*)2/)[1]
    const whole = String(Math.floor(minor / 10 ** facts.digits)).replace(/\B(?=(\d{3})+$)/g, group)
    const point = facts.digits ? facts.sample.slice(before.length).match(/7(\D)/)[1] : ""
    return before + whole + (point && point + String(minor % 10 ** facts.digits).padStart(facts.digits, "0")) + after
  }
  const groups = all("[data-option]", form)
  const stage = $("[data-stage]")
  const slides = all("li", stage)
  const thumbs = all("[data-thumbs] a")
  const box = $("[data-stepper]", form)
  let current = facts.variants.find((v) => v[0] === $("[data-variant]").value) || facts.variants[0]
  const isOut = (v) => facts.stock[v[4]][0] === "o"
  const picked = () => groups.map((g) => all("input", g).findIndex((i) => i.checked))
  const show = (number) => {
    const slide = slides[number]
    if (slide) stage.scrollTo({ left: slide.offsetLeft - stage.offsetLeft, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" })
  }
  const total = () => {
    const label = $("[data-total]", form)
    if (!label) return
    const steps = Math.round(read($("#quantity").value) * 10 ** facts.scale)
    label.textContent = facts.about.replace("%(price)s", money(Math.floor((current[2] * steps * 2 + 10 ** facts.scale) / (2 * 10 ** facts.scale))))
    for (const preset of all("[data-amount]", form)) preset.setAttribute("aria-pressed", String(read(preset.dataset.amount) * 10 ** facts.scale === steps))
  }
  const follow = () => {
    const wish = picked()
    const found = facts.variants.find((v) => v[1].every((place, n) => place === wish[n]))
    groups.forEach((group, n) => {
      $("[data-said]", group).textContent = facts.labels[n][wish[n]] || ""
      all(".option", group).forEach((option, place) => {
        const able = facts.variants.some((v) => !isOut(v) && v[1].every((p, m) => p === (m === n ? place : wish[m])))
        option.classList.toggle("gone", !able)
      })
    })
    const button = $("[data-submit]", form)
    const out = !found || isOut(found)
    button.disabled = out
    $("[data-label]", button).textContent = out ? facts.out : facts.add
    $(".addrow", form).classList.toggle("out", out)
    if ($("[data-total]", form)) $("[data-total]", form).hidden = out
    if (!found) return
    current = found
    $("[data-variant]").value = found[0]
    const price = $("[data-price]", form)
    const per = facts.weight ? `<span class="per">/ ${facts.unit}</span>` : ""
    price.innerHTML = found[3] ? `<span class="now"></span>${per} <s></s>` : `<span></span>${per}`
    price.firstChild.textContent = money(found[2] * facts.times)
    if (found[3]) $("s", price).textContent = money(found[3] * facts.times)
    const stock = $("[data-stock]", form)
    const text = facts.stock[found[4]]
    stock.firstElementChild.className = "dot" + { i: "", l: " low", o: " out" }[text[0]]
    stock.lastElementChild.textContent = text.slice(1)
    all("[data-where] li", form).forEach((row, n) => {
      const level = found[6][n]
      row.firstElementChild.className = "dot" + { i: "", l: " low", o: " out" }[level]
      row.lastElementChild.textContent = facts.levels[level]
    })
    if (found[5] >= 0) show(found[5])
    const address = new URL(location.href)
    groups.forEach((group, n) => address.searchParams.set("o" + n, all("input", group)[wish[n]].value))
    history.replaceState(history.state, "", address)
    total()
  }
  for (const group of groups) group.addEventListener("change", follow)
  const presets = $("[data-presets]", form)
  if (presets) {
    presets.hidden = false
    for (const preset of all("button", presets)) preset.onclick = () => { $("#quantity").value = preset.dataset.amount; total() }
  }
  form.addEventListener("input", total)
  form.addEventListener("change", total)
  thumbs.forEach((thumb, n) => thumb.addEventListener("click", (event) => { event.preventDefault(); show(n) }))
  const watcher = new IntersectionObserver((seen) => {
    for (const entry of seen) if (entry.isIntersecting) thumbs.forEach((thumb, n) => thumb.toggleAttribute("aria-current", n === slides.indexOf(entry.target)))
  }, { root: stage, threshold: 0.6 })
  if (thumbs.length) slides.forEach((slide) => watcher.observe(slide))
  wake(document)
  total()
} else wake(document)
