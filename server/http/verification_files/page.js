// Reads what the paper must say, with the secret that stands behind # and never leaves for a log.
const paper = document.getElementById('paper')
const secret = decodeURIComponent(location.hash.slice(1).replace(/%(?![0-9A-Fa-f]{2})/g, '%25'))

function show(id) {
  for (const part of ['without-code', 'reading', 'failed', 'content']) {
    document.getElementById(part).hidden = part !== id
  }
}

function judge(state, template) {
  const verdict = document.getElementById('verdict')
  verdict.dataset.state = state
  const [heading, sentence] = document.getElementById(template).content.cloneNode(true).children
  verdict.querySelector('h1').replaceWith(heading)
  verdict.querySelector('p:last-child').replaceWith(sentence)
  document.title = heading.textContent
}

function list(said) {
  const lines = document.getElementById('lines')
  lines.lang = said.language
  for (const { label, text } of said.lines) {
    const line = document.createElement('div')
    const name = document.createElement('dt')
    const value = document.createElement('dd')
    name.lang = document.documentElement.lang
    name.textContent = label
    value.dir = 'auto'
    value.textContent = text ?? paper.dataset.nothing
    line.append(name, value)
    lines.append(line)
  }
  if (said.status !== 'VALID') {
    document.getElementById('compare').textContent =
      document.getElementById('compare-revoked').content.textContent
    document.getElementById('compare-says').hidden = true
  }
  show('content')
}

async function read() {
  show('reading')
  const answer = await fetch(`${location.pathname}?language=${paper.dataset.language}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ secret }),
  })
  if (answer.ok) {
    list(await answer.json())
  } else if (answer.status === 403) {
    show('')
    judge('altered', 'altered')
  } else if (answer.status === 429) {
    show('')
    judge('busy', 'busy')
  } else {
    show('failed')
  }
}

for (const link of document.querySelectorAll('#languages a')) {
  link.hash = location.hash
}
addEventListener('hashchange', () => location.reload())
if (paper.dataset.known === 'true') {
  if (secret) {
    read().catch(() => show('failed'))
  } else {
    show('without-code')
  }
}
