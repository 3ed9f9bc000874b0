// Calls the operation by the chosen route and shows the answer. Without it the form posts all fields to /api/{Op}.
const form = document.querySelector('[data-try-it]')
const route = form.querySelector('[data-route]')
const accept = form.querySelector('[data-accept]')
const answer = document.querySelector('[data-answer]')
const signIn = document.querySelector('[data-sign-in]')

/** The session of the sign-in on this page; it is kept nowhere else. */
let sessionId = null

/** The verb, address and body of the call that the form describes. */
function call() {
  const { verb, path } = route.selectedOptions[0].dataset
  const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''))
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name) => {
    const value = fields.get(name)
    fields.delete(name)
    return encodeURIComponent(value)
  })
  if (verb === 'POST' || verb === 'PUT' || verb === 'PATCH') return { verb, address, body: fields }
  const query = String(fields)
  return { verb, address: query === '' ? address : `${address}?${query}`, body: undefined }
}

/** What a route has in its path must be filled in. */
function requirePath() {
  const { variables } = route.selectedOptions[0].dataset
  const needed = variables.split(' ')
  for (const input of form.querySelectorAll('[name]')) {
    input.required = input.defaultRequired || needed.includes(input.name)
  }
}

/** Sends a form while its button rests; `send` answers what the status says. */
async function sending(event, status, send) {
  event.preventDefault()
  const button = event.target.querySelector('button')
  button.disabled = true
  status.textContent = 'Waiting for the answer'
  try {
    status.textContent = await send()
  } catch {
    status.textContent = 'The server cannot be reached.'
  }
  button.disabled = false
}

form.addEventListener('submit', (event) => {
  answer.hidden = false
  const shown = answer.querySelector('[data-body]')
  shown.textContent = ''
  void sending(event, answer.querySelector('[data-status]'), async () => {
    const { verb, address, body } = call()
    const headers = { Accept: accept.value, ...(sessionId && { 'X-SS-ID': sessionId }) }
    const response = await fetch(address, { method: verb, headers, body })
    shown.textContent = await response.text()
    return `${verb} ${address}: ${response.status} ${response.statusText}`
  })
})

signIn?.addEventListener('submit', (event) => {
  void sending(event, signIn.querySelector('[data-status]'), async () => {
    const body = new URLSearchParams(new FormData(signIn))
    const response = await fetch(signIn.action, { method: 'POST', headers: { Accept: 'application/json' }, body })
    const said = await response.json()
    sessionId = response.ok ? said.SessionId : null
    return response.ok ? 'Signed in.' : (said.ResponseStatus?.Message ?? 'Signing in failed.')
  })
})

for (const part of form.querySelectorAll('[data-scripted]')) part.hidden = false
for (const input of form.querySelectorAll('[name]')) input.defaultRequired = input.required
route.addEventListener('change', requirePath)
requirePath()
