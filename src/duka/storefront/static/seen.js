// Tells the shop which blocks of recommendations came into sight: their pairs and nothing of who looked, once a page.
const sight = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue
    sight.unobserve(target)
    navigator.sendBeacon(target.dataset.to, new URLSearchParams({ seen: target.dataset.seen }))
  }
}, { threshold: 0.2 })
for (const block of document.querySelectorAll("[data-seen]")) sight.observe(block)
