// Filters the operations while one types. Without it the form does the same by a request.
const box = document.querySelector('[data-search] input')
const rows = [...document.querySelectorAll('[data-operations] tbody tr')]
const count = document.querySelector('[data-count]')

// A page that the server has searched holds only the rows it found: there, the form asks the server again.
if (box.value === '') {
  box.addEventListener('input', () => {
    const words = box.value.toLowerCase().split(/\s+/)
    let shown = 0
    for (const row of rows) {
      row.hidden = !words.every((word) => row.dataset.text.includes(word))
      if (!row.hidden) shown++
    }
    count.textContent = `${shown} of ${rows.length} operations`
  })
}
