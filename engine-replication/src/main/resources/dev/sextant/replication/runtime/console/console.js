// The console of a Sextant cluster: takes messages from /events and draws them. No library, no build step.
'use strict';

// ---- limits and words ----------------------------------------------------------------------------------------------

const MAX_SAMPLES = 300;
const MAX_EVENTS = 200;
const RECONNECT_MILLIS = 1000;
const SILENCE_MILLIS = 5000;
/** A read point is marked where it is that far behind the furthest one: no writer has so many proposals under way. */
const BEHIND_PROPOSALS = 64;

/** How good a state is; what is not listed is "unknown". */
const TONES = {
  OPEN: 'good', UP: 'good', HEALTHY: 'good', SELF: 'good', CONNECTED: 'good', INFO: 'good',
  STARTING: 'busy', REBUILDING: 'busy', DEGRADED: 'busy', SILENT: 'busy', WARNING: 'busy',
  DOWN: 'bad', FAILED: 'bad', FENCED: 'bad', UNAVAILABLE: 'bad', GONE: 'bad', ERROR: 'bad',
};
const SIGNS = {good: '✓', busy: '▲', bad: '✕', unknown: '?'};

/**
 * The kinds of parts that live in zones, one row of cards each: the list in the health, what a part is called, and what its card tells
 * beside its state and its read point. Another kind is another entry here; a health without its list shows none of it.
 */
const KINDS = [
  {
    list: 'writers',
    title: (writer) => 'writer-' + writer.writer,
    sub: (writer) => writer.incarnation ? 'incarnation ' + writer.incarnation : '',
    point: (writer) => writer.readPoint,
    facts: writerFacts,
  },
  {
    list: 'segments',
    title: (segment) => 'segment-' + segment.segment,
    sub: (segment) => segment.role.toLowerCase(),
    point: (segment) => segment.held,
    facts: segmentFacts,
  },
  {
    list: 'replicas',
    title: (replica) => 'replica-' + replica.replica,
    sub: () => 'reads',
    point: (replica) => replica.readPoint,
    facts: replicaFacts,
  },
];

function writerFacts(writer) {
  // What one that does not run said last is no longer so.
  const runs = writer.state === 'OPEN' || writer.state === 'STARTING';
  const work = rates.get(writer.writer) || {commits: 0, conflicts: 0};
  const facts = [
    ['commits/s', runs ? rate(work.commits) : '–'],
    ['conflicts/s', runs ? rate(work.conflicts) : '–'],
    ['quorum p50 / p99', runs && writer.quorum.count ? millis(writer.quorum.p50Nanos) + ' / ' + millis(writer.quorum.p99Nanos) : '–'],
    ['queued', runs ? number(writer.queued) : '–'],
    ['in doubt', runs ? number(writer.inDoubt.count) : '–'],
  ];
  for (const lag of writer.redoLag) {
    facts.push(['behind writer-' + lag.peer, runs ? behind(lag) : '–']);
  }
  return facts;
}

function replicaFacts(replica) {
  const runs = replica.state === 'OPEN';
  const lags = replica.redoLag.map((lag) => ['behind writer-' + lag.writer, runs ? behind(lag) : '–']);
  return [
    ['open transactions', runs ? number(replica.openTransactions) : '–'],
    ['in doubt', runs ? number(replica.inDoubt.count) : '–'],
    ...lags,
  ];
}

function behind(lag) {
  return lag.proposals ? number(lag.proposals) + ' · ' + millis(lag.ageNanos) : '0';
}

function segmentFacts(segment) {
  const facts = [['undecided', number(segment.undecided)], ['parked', number(segment.parked)], ['on disk', bytes(segment.sizeBytes)]];
  if (segment.catchUp.pagesToCopy || segment.catchUp.timeLeftNanos !== null) {
    facts.push(['lacks', number(segment.catchUp.missingProposals) + ' + ' + number(segment.catchUp.pagesToCopy) + ' pages']);
  }
  if (segment.generation > 1) {
    facts.push(['disk no.', number(segment.generation)]);
  }
  return facts;
}

// ---- what was told -------------------------------------------------------------------------------------------------

let samples = [];
let events = [];
let lastMessageMillis = 0;
/** Commits and conflicts a second of each writer slot, in the newest sample. */
let rates = new Map();

function take(message) {
  if (message.first) {
    samples = [];
    events = [];
  }
  samples = samples.concat(message.samples).slice(-MAX_SAMPLES);
  events = events.concat(message.events).slice(-MAX_EVENTS);
  rates = new Map();
  const newest = samples[samples.length - 1];
  for (const writer of newest ? newest.writers : []) {
    rates.set(writer.writer, {commits: perSecond(newest, writer.commits), conflicts: perSecond(newest, writer.conflicts)});
  }
  draw(message.state, message.events.length > 0 || message.first);
}

function perSecond(sample, count) {
  return count * 1e9 / sample.tookNanos;
}

function total(sample, what) {
  return perSecond(sample, sample.writers.reduce((sum, writer) => sum + writer[what], 0));
}

// ---- numbers for people --------------------------------------------------------------------------------------------

function number(value) {
  return value.toLocaleString('en-US');
}

function rate(value) {
  return value >= 10 || value === 0 ? number(Math.round(value)) : value.toFixed(1);
}

function millis(nanos) {
  const value = nanos / 1e6;
  return (value >= 100 ? number(Math.round(value)) : value.toFixed(value >= 10 ? 1 : 2)) + ' ms';
}

function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return (unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)) + ' ' + units[unit];
}

function clock(epochMillis) {
  return new Date(epochMillis).toLocaleTimeString('en-GB');
}

// ---- elements ------------------------------------------------------------------------------------------------------

const SVG = 'http://www.w3.org/2000/svg';

function byId(id) {
  return document.getElementById(id);
}

/** An element with a class, text or children; null children are left out. */
function make(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children.filter((child) => child !== null));
  return element;
}

function makeSvg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  return element;
}

/** Only what has changed is written, so that selections and screen readers are left in peace. */
function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function setState(element, state) {
  const tone = TONES[state] || 'unknown';
  if (element.dataset.state !== state) {
    element.dataset.state = state;
    element.dataset.tone = tone;
  }
  return tone;
}

function setPill(pill, state) {
  setText(pill, SIGNS[setState(pill, state)] + ' ' + state);
}

/** Makes a list's items say these texts. */
function setItems(list, items, none) {
  const texts = items.length ? items.map((item) => item.text) : [none];
  while (list.children.length > texts.length) {
    list.lastChild.remove();
  }
  texts.forEach((text, index) => {
    const item = list.children[index] || list.appendChild(make('li', ''));
    item.className = items.length ? '' : 'none';
    setText(item, text);
  });
}

// ---- zones and cards -----------------------------------------------------------------------------------------------

const zones = new Map();
const cards = new Map();

function zoneOf(name) {
  let zone = zones.get(name);
  if (!zone) {
    zone = make('section', 'zone', make('h3', '', 'Zone ' + name));
    zone.setAttribute('aria-label', 'Zone ' + name);
    for (const kind of KINDS) {
      const row = make('div', 'row');
      row.dataset.kind = kind.list;
      zone.append(row);
    }
    const after = [...zones.keys()].sort().find((other) => other > name);
    byId('zones').insertBefore(zone, after ? zones.get(after) : null);
    zones.set(name, zone);
  }
  return zone;
}

function cardOf(kind, part) {
  const title = kind.title(part);
  let card = cards.get(title);
  if (!card) {
    const pill = make('span', 'pill');
    const sub = make('span', 'sub');
    const point = make('div', 'point');
    const facts = make('dl', '');
    const root = make('article', 'card', make('div', 'head', make('h4', 'title', title + ' ', sub), pill), point, facts);
    root.dataset.id = title;
    point.title = 'read point: one number for each writer slot';
    card = {root, pill, sub, point, facts};
    cards.set(title, card);
    zoneOf(part.zone).querySelector('[data-kind=' + kind.list + ']').append(root);
  }
  return card;
}

function drawCard(kind, part, furthest) {
  const card = cardOf(kind, part);
  setState(card.root, part.state);
  setPill(card.pill, part.state);
  card.root.setAttribute('aria-label', kind.title(part) + ', ' + part.state);
  setText(card.sub, kind.sub(part));
  drawPoint(card.point, kind.point(part), furthest);
  drawFacts(card.facts, kind.facts(part));
}

/** A point is told as text: [12, 40-{38}, 0, 0] is up to 40 in slot 1, but not 38. */
function parsePoint(text) {
  return [...text.matchAll(/(\d+)(?:-\{([^}]*)\})?/g)].map((slot) => ({upTo: Number(slot[1]), missing: slot[2] || ''}));
}

function drawPoint(element, text, furthest) {
  parsePoint(text).forEach((slot, index) => {
    const chip = element.children[index] || element.appendChild(make('span', ''));
    setText(chip, number(slot.upTo) + (slot.missing ? ' −' + slot.missing.split(',').length : ''));
    chip.title = 'writer slot ' + index + ': up to ' + number(slot.upTo) + (slot.missing ? ' without ' + slot.missing : '');
    chip.className = slot.upTo < furthest[index] - BEHIND_PROPOSALS ? 'behind' : '';
  });
}

function drawFacts(list, facts) {
  while (list.children.length > facts.length) {
    list.lastChild.remove();
  }
  facts.forEach(([name, value], index) => {
    const fact = list.children[index] || list.appendChild(make('div', '', make('dt', ''), make('dd', '')));
    setText(fact.firstChild, name);
    setText(fact.lastChild, value);
  });
}

function drawZones(health) {
  const parts = KINDS.flatMap((kind) => (health[kind.list] || []).map((part) => ({kind, part})));
  const furthest = [];
  for (const {kind, part} of parts) {
    parsePoint(kind.point(part)).forEach((slot, index) => {
      furthest[index] = Math.max(furthest[index] || 0, slot.upTo);
    });
  }
  const told = new Set();
  for (const {kind, part} of parts) {
    told.add(kind.title(part));
    drawCard(kind, part, furthest);
  }
  for (const [title, card] of cards) {
    if (!told.has(title)) {
      card.root.remove();
      cards.delete(title);
    }
  }
}

/** A line from each writer to each segment: what it proposes and is voted on. */
function drawLinks(health) {
  const svg = byId('links');
  const origin = svg.getBoundingClientRect();
  const paths = [];
  for (const writer of health.writers) {
    const from = cards.get('writer-' + writer.writer).root.getBoundingClientRect();
    const busy = (rates.get(writer.writer) || {commits: 0}).commits > 0;
    for (const segment of health.segments) {
      const to = cards.get('segment-' + segment.segment).root.getBoundingClientRect();
      const x1 = from.left + from.width / 2 - origin.left;
      const y1 = from.bottom - origin.top;
      const x2 = to.left + to.width / 2 - origin.left;
      const y2 = to.top - origin.top;
      const middle = (y1 + y2) / 2;
      const fine = writer.state === 'OPEN' && segment.state === 'UP';
      const unknown = writer.state === 'UNKNOWN' || segment.state === 'UNKNOWN';
      paths.push({
        d: 'M' + [x1, y1] + ' C' + [x1, middle, x2, middle, x2, y2].map((at) => at.toFixed(1)),
        class: fine ? (busy ? 'busy' : '') : unknown ? 'unknown' : 'cut',
      });
    }
  }
  while (svg.children.length > paths.length) {
    svg.lastChild.remove();
  }
  paths.forEach((path, index) => {
    const element = svg.children[index] || svg.appendChild(makeSvg('path', {}));
    element.setAttribute('d', path.d);
    element.setAttribute('class', path.class);
  });
}

// ---- charts --------------------------------------------------------------------------------------------------------

/** What is drawn over time: one or two lines, each with a name and its value in a sample. */
const CHARTS = [
  {id: 'commits', title: 'Commits a second', lines: [['commits', (sample) => total(sample, 'commits')]], text: rate},
  {id: 'conflicts', title: 'Conflicts a second', lines: [['conflicts', (sample) => total(sample, 'conflicts')]], text: rate},
  {
    id: 'latency',
    title: 'Quorum latency',
    lines: [['p50', (sample) => sample.p50Nanos], ['p99', (sample) => sample.p99Nanos]],
    text: (nanos) => nanos ? millis(nanos) : '–',
  },
];
const CHART_WIDTH = 300;
const CHART_HEIGHT = 56;

function makeChart(chart) {
  const heading = make('h3', '', make('span', '', chart.title), make('span', ''));
  const svg = makeSvg('svg', {viewBox: '0 0 ' + CHART_WIDTH + ' ' + CHART_HEIGHT, preserveAspectRatio: 'none', role: 'img'});
  svg.append(makeSvg('line', {x1: 0, x2: CHART_WIDTH, y1: CHART_HEIGHT, y2: CHART_HEIGHT}));
  const values = chart.lines.map(([name], index) => {
    const value = make('b', (chart.lines.length > 1 ? 'key ' : '') + (index ? 'second' : 'first'), '');
    heading.lastChild.append(value);
    svg.append(makeSvg('polyline', {class: index ? 'second' : 'first'}));
    return value;
  });
  const axis = make('div', 'axis', make('span', ''), make('span', '', 'now'));
  const root = make('div', 'chart', heading, svg, axis);
  root.dataset.id = chart.id;
  byId('charts').append(root);
  return {chart, svg, values, axis};
}

const charts = [];

function drawChart({chart, svg, values, axis}) {
  if (!samples.length) {
    return;
  }
  const columns = chart.lines.map(([, value]) => samples.map(value));
  const most = Math.max(1e-9, ...columns.flat());
  const step = CHART_WIDTH / (MAX_SAMPLES - 1);
  const start = CHART_WIDTH - step * (samples.length - 1);
  columns.forEach((column, index) => {
    const points = column.map((value, at) =>
        (start + at * step).toFixed(1) + ',' + ((CHART_HEIGHT - 2) * (1 - value / most) + 1).toFixed(1));
    svg.querySelectorAll('polyline')[index].setAttribute('points', points.join(' '));
    const name = chart.lines.length > 1 ? chart.lines[index][0] + ' ' : '';
    setText(values[index], name + chart.text(column[column.length - 1]));
  });
  const seconds = Math.round((samples[samples.length - 1].epochMillis - samples[0].epochMillis) / 1000);
  setText(axis.firstChild, seconds + ' s · most ' + chart.text(most <= 1e-9 ? 0 : most));
  svg.setAttribute('aria-label', chart.title + ': ' + values.map((value) => value.textContent).join(', '));
}

// ---- lists ---------------------------------------------------------------------------------------------------------

function drawTimeline() {
  const list = byId('timeline');
  list.replaceChildren(...events.slice().reverse().map((event) => {
    const time = make('time', '', clock(event.epochMillis));
    time.dateTime = new Date(event.epochMillis).toISOString();
    const sign = make('span', 'sign', event.severity === 'INFO' ? '·' : SIGNS[TONES[event.severity] || 'unknown']);
    sign.title = event.severity;
    const item = make('li', '', time, sign, make('span', '', event.text));
    item.dataset.tone = event.severity === 'INFO' ? '' : TONES[event.severity] || 'unknown';
    return item;
  }));
}

function drawMembers(members) {
  const list = byId('members');
  byId('members-panel').hidden = members.length === 0;
  while (list.children.length > members.length) {
    list.lastChild.remove();
  }
  members.forEach((member, index) => {
    const item = list.children[index] || list.appendChild(make('li', '', make('span', 'pill'), make('span', '')));
    setPill(item.firstChild, member.contact);
    setText(item.lastChild, ' ' + member.name + ' at ' + member.address);
  });
}

/** What writers and replicas know to be in doubt; a health of before there were replicas has none. */
function doubtful(health) {
  return [...health.writers.map((writer) => ['writer-' + writer.writer, writer.inDoubt]),
    ...(health.replicas || []).map((replica) => ['replica-' + replica.replica, replica.inDoubt])];
}

/** Proposals that several of them know of are listed once. */
function doubts(health) {
  const all = new Map();
  for (const [who, inDoubt] of doubtful(health)) {
    for (const proposal of inDoubt.oldest) {
      all.set(proposal, (all.get(proposal) || []).concat(who));
    }
  }
  return [...all].map(([proposal, knownBy]) => ({text: proposal + ', known to ' + knownBy.join(', ')}));
}

// ---- all of it -----------------------------------------------------------------------------------------------------

function draw(state, newEvents) {
  const health = state.health;
  document.title = health.verdict.toLowerCase() + ' – ' + state.name + ' – Sextant';
  setText(byId('name'), state.name);
  setPill(byId('verdict'), health.verdict);
  setText(byId('segments-up'), health.segmentsUp + ' of ' + health.segments.length);
  setText(byId('writers-open'), health.writers.filter((writer) => writer.state === 'OPEN').length + ' of ' + health.writers.length);
  const newest = samples[samples.length - 1];
  setText(byId('commit-rate'), newest ? rate(total(newest, 'commits')) : '–');
  setText(byId('conflict-rate'), newest ? rate(total(newest, 'conflicts')) : '–');
  const inDoubt = doubts(health);
  setText(byId('in-doubt-count'), number(Math.max(inDoubt.length, ...doubtful(health).map(([, doubt]) => doubt.count))));
  drawZones(health);
  drawLinks(health);
  setItems(byId('reasons'), health.reasons.map((reason) => ({text: reason.message})), 'Nothing: everything that was configured works.');
  setItems(byId('doubts'), inDoubt, 'No proposal is undecided for longer than it should be.');
  drawMembers(state.processes);
  charts.forEach(drawChart);
  if (newEvents) {
    drawTimeline();
  }
}

// ---- the connection ------------------------------------------------------------------------------------------------

let source = null;
let shownState = null;

function connect() {
  if (source) {
    source.close();
  }
  lastMessageMillis = Date.now();
  source = new EventSource('/events');
  source.onmessage = (event) => {
    const message = JSON.parse(event.data);
    lastMessageMillis = Date.now();
    shownState = message.state;
    setConnected(true);
    take(message);
  };
  // It comes back by itself after a lost connection, but not after a refusal; so it is always begun anew here.
  source.onerror = () => {
    source.close();
    setConnected(false);
    setTimeout(connect, RECONNECT_MILLIS);
  };
}

function setConnected(connected) {
  const pill = byId('connection');
  pill.dataset.tone = connected ? 'good' : 'bad';
  setText(pill, connected ? '✓ live' : '✕ connection lost');
  document.body.classList.toggle('stale', !connected);
  byId('lost').hidden = connected;
  setText(byId('lost'), connected ? '' : 'The connection to the console is lost, and is tried again each second. '
      + (shownState ? 'What you see is from ' + clock(shownState.epochMillis) + '.' : 'Nothing has been heard yet.'));
}

function watch() {
  if (source && source.readyState !== EventSource.CLOSED && Date.now() - lastMessageMillis > SILENCE_MILLIS) {
    setConnected(false);
    connect();
  }
}

byId('zones').style.setProperty('--rows', 1 + KINDS.length);
charts.push(...CHARTS.map(makeChart));
window.addEventListener('resize', () => shownState && drawLinks(shownState.health));
setInterval(watch, RECONNECT_MILLIS);
connect();
