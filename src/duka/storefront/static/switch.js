// A sale begins or ends while the page is open: its prices are asked for anew, a moment after, unless somebody is writing.
const change = Date.parse(document.body.dataset.pricesChange ?? "") - Date.now()
if (change > 0 && change < 864e5) {
  const renew = () => (document.querySelector(":focus")?.matches("input, textarea, select") ? setTimeout(renew, 5e3) : location.reload())
  setTimeout(renew, change + 1000 + Math.random() * 2000)
}
