// Makes templates with variables and evaluates them with the reference implementation of JSON-e.
//
//   node differential.mjs PACKAGE SEED COUNT
//
// prints one line of JSON a case: {template, context} with {result}, or with {error} where the language has
// one. {fault: true} beside it says that the implementation broke down instead of telling an error.
import {createRequire} from 'node:module';
import {resolve} from 'node:path';

const [packageFolder, seed, count] = process.argv.slice(2);
const jsone = createRequire(import.meta.url)(resolve(packageFolder));

// mulberry32: the same cases for the same seed, on any machine.
let state = Number(seed) >>> 0;
const random = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const below = n => Math.floor(random() * n);
const pick = list => list[below(list.length)];
const chance = p => random() < p;
const times = (n, make) => Array.from({length: n}, (_, i) => make(i));

const contextOf = () => ({
  now: '2017-01-19T16:27:20.974Z',
  n: below(10), m: below(100) - 50, half: 0.5, price: 3.75, zero: 0,
  s: pick(['abc', 'a-b-c', '', 'Hello World', '  padded\t', 'müsli ☃', '12', '-3.5']), t: pick(['b', 'x', 'abc']),
  emoji: 'a😀b',
  yes: true, no: false, nothing: null,
  list: times(below(5), () => below(20)), words: times(below(4), () => pick(['b', 'a', 'cc', 'b'])),
  mixed: [1, 'a', null, true, [2, [3, []]], {k: 1}], nested: [[1, 2], [], [[3]], 4], empty: [],
  map: {a: 1, b: 2, c: {d: [1, 2, {e: 'deep'}]}}, other: {b: 3, x: null, 'k-y': 5, c: {d: [9], z: 0}}, none: {},
  maps: times(below(4), i => ({k: pick([3, 1, 2]), v: `v${i}`})),
});

// Expressions, by the type that they mean to give. `local` are the variables of operators around.
let local = [];
const any = depth => pick([number, string, boolean, list, map])(depth);
const loose = (wanted, depth) => (chance(0.06) ? any : wanted)(depth);
const variable = names => (local.length > 0 && chance(0.5) ? pick(local) : pick(names));

const number = depth => {
  if (depth <= 0 || chance(0.3)) {
    return pick([() => String(below(12)), () => pick(['1.5', '0.25', '10.0', '007']),
      () => variable(['n', 'm', 'half', 'price', 'zero'])])();
  }
  const d = depth - 1;
  return pick([
    () => `${loose(number, d)} ${pick(['+', '-', '*', '/'])} ${loose(number, d)}`,
    () => `(${loose(number, d)} ${pick(['+', '-', '*', '/'])} ${loose(number, d)})`,
    () => `${pick(['2', '3', 'n', 'half'])} ** ${pick(['2', '3', 'zero', '-1', '2 ** 2'])}`,
    () => `${pick(['-', '+'])}${loose(number, d)}`,
    () => `${pick(['min', 'max'])}(${times(1 + below(3), () => loose(number, d)).join(', ')})`,
    () => `${pick(['abs', 'floor', 'ceil'])}(${loose(number, d)})`,
    () => `sqrt(abs(${loose(number, d)}))`,
    () => `len(${chance(0.5) ? loose(list, d) : loose(string, d)})`,
    () => `list[${loose(number, d)}]`,
    () => `number(${pick(['"12"', '"1.50"', '" 7 "', '"1e3"', '"0x1f"', 'str(n)', 'str(price)'])})`,
    () => pick(['map.a', 'map["b"]', 'map.c.d[0]', 'maps[0].k', 'nested[0][1]', 'mixed[0]', 'map[t]', 'map.none']),
  ])();
};

const string = depth => {
  if (depth <= 0 || chance(0.3)) {
    return pick([() => `"${pick(['a', 'b-c', '', 'x y', 'ü', "it's", '}', '${'])}"`, () => `'${pick(['q', '"', 'a,b'])}'`,
      () => variable(['s', 't'])])();
  }
  const d = depth - 1;
  return pick([
    () => `${loose(string, d)} + ${loose(string, d)}`,
    () => `${pick(['lowercase', 'uppercase', 'strip', 'lstrip', 'rstrip'])}(${loose(string, d)})`,
    () => `str(${any(d)})`,
    () => `typeof(${any(d)})`,
    () => `join(${pick(['words', 'list', '["a", null, true, 1.50]', 'empty'])}, ${pick(['"-"', '""', '1'])})`,
    () => `s[${loose(number, d)}]`,
    () => `${pick(['s', 'emoji', '"12345"'])}[${chance(0.3) ? '' : number(0)}:${chance(0.3) ? '' : number(0)}]`,
    () => `emoji[${number(0)}]`,
    () => `fromNow("${pick(['1 day', '-2h', '1y2mo3w4d5h6m7s', '', '3 minutes', '+1 SEC', '1 s 1 y', 'soon'])}"${pick(['', ', "2020-02-28T00:00:00.000Z"'])})`,
    () => pick(['words[0]', 'maps[-1].v', 'map.c.d[2].e', 'mixed[1]', 'split(s, "-")[0]']),
  ])();
};

const boolean = depth => {
  if (depth <= 0 || chance(0.2)) return pick(['true', 'false', variable(['yes', 'no']), variable(['nothing', 's', 'list'])]);
  const d = depth - 1;
  return pick([
    () => `${any(d)} ${pick(['==', '!='])} ${any(d)}`,
    () => `${loose(number, d)} ${pick(['<', '<=', '>', '>='])} ${loose(number, d)}`,
    () => `${loose(string, d)} ${pick(['<', '<=', '>', '>='])} ${loose(string, d)}`,
    () => `${any(d)} ${pick(['&&', '||'])} ${any(d)}`,
    () => `!${pick([() => `(${any(d)})`, () => variable(['yes', 'nothing', 'none', 'empty'])])()}`,
    () => `${loose(string, d)} in ${pick([() => loose(string, d), () => loose(map, d), () => 'words'])()}`,
    () => `${any(d)} in ${loose(list, d)}`,
    () => `defined(${pick(['"n"', '"nope"', '"len"', '"now"', 's'])})`,
    () => `(${boolean(d)})`,
  ])();
};

const list = depth => {
  if (depth <= 0 || chance(0.3)) return variable(['list', 'words', 'mixed', 'nested', 'empty', 'maps']);
  const d = depth - 1;
  return pick([
    () => `[${times(below(4), () => any(d)).join(', ')}]`,
    () => `${pick(['list', 'mixed', 'nested'])}[${chance(0.3) ? '' : loose(number, 0)}:${chance(0.3) ? '' : loose(number, 0)}]`,
    () => `range(${below(5)}, ${below(9)}${pick(['', '', ', 2', ', -1'])})`,
    () => `split(${pick(['s', 't', '"a:b:c"'])}, ${pick(['"-"', '":"', '""', '"b"', '1'])})`,
    () => pick(['map.c.d', 'nested[2]', 'mixed[4]', 'other.c.d']),
  ])();
};

const map = depth => {
  if (depth <= 0 || chance(0.4)) return variable(['map', 'other', 'none']);
  const d = depth - 1;
  return pick([
    () => `{${times(below(4), () => `${pick(['a', 'b', 'long_key', '"k-y"', "'x y'"])}: ${any(d)}`).join(', ')}}`,
    () => pick(['map.c', 'maps[0]', 'mixed[5]', 'map.c.d[2]']),
  ])();
};

// What a person gets wrong: a character more, less or another.
const broken = expression => {
  const at = below(expression.length + 1);
  const inserted = pick(['', '', '(', ')', '[', ']', '{', '}', ',', '.', '+', '!', '"', '@', ' in ', '**', '=', '&', '1', 'x', ':']);
  return expression.slice(0, at) + inserted + expression.slice(at + below(2));
};

const expression = (make = any, depth = 3) => {
  const made = make(below(depth + 1));
  return chance(0.03) ? broken(made) : made;
};

const text = () => times(1 + below(3), () => pick([
  () => pick(['plain', ' ', '$', '$$', '}', '{', 'ü', '$${literal}', '$x', '']),
  () => `\${${expression(() => pick([number, string, boolean])(1))}}`,
  () => `\${${chance(0.1) ? ' ' : ''}${expression(any, 1)}}`,
])()).join('');

const within = (names, make) => {
  const outer = local;
  local = [...local, ...names];
  const made = make();
  local = outer;
  return made;
};

const key = () => pick([() => pick(['a', 'b', 'c', 'key', 'k-y', 'x y', 'Q1']), () => pick(['$$if', '$$x', '$$', '$', '$a_b', '$9']),
  () => `k\${${pick(['n', 't', 'no', '1 + 1', 'undefined_name'])}}`, () => pick(['a', 'z', '_u']), () => (chance(0.1) ? '$reserved' : 'plain')])();

const literalMap = depth => Object.fromEntries(times(below(4), () => [key(), template(depth - 1)]));
const literalList = depth => times(below(4), () => template(depth - 1));
const listTemplate = depth => pick([() => ({$eval: expression(list)}), () => literalList(depth), () => template(depth - 1)])();
const mapsTemplate = depth => pick([
  () => times(below(4), () => pick([() => literalMap(depth - 1), () => ({$eval: expression(map)}), () => template(depth - 2)])()),
  () => ({$eval: pick(['maps', '[map, other]', '[other, map, none]', 'list'])}),
])();

const operators = [
  () => ({$eval: chance(0.03) ? pick([1, null, ['n'], true]) : expression()}),
  d => ({$if: expression(boolean), ...(chance(0.9) && {then: template(d - 1)}), ...(chance(0.6) && {else: template(d - 1)})}),
  () => ({$if: 'n > 4', $then: 1}),
  d => ({$flatten: listTemplate(d)}),
  d => ({$flattenDeep: listTemplate(d)}),
  d => ({$json: template(d - 1)}),
  d => ({$reverse: listTemplate(d)}),
  d => ({$merge: mapsTemplate(d)}),
  d => ({$mergeDeep: mapsTemplate(d)}),
  () => ({$fromNow: pick(['1 day', '-3 mo', '2 weeks 1h', '', 'x', 5]), ...(chance(0.3) && {from: '2019-01-01T01:00:00.123Z'})}),
  d => {
    const names = times(1 + below(2), () => pick(['x', 'y', 'n', 's', 'list', 'lowercase']));
    return {
      $let: pick([() => Object.fromEntries(names.map(name => [name, template(d - 1)])), () => ({$eval: expression(map, 1)})])(),
      ...(chance(0.97) && {in: within(names, () => template(d - 1))}),
    };
  },
  d => {
    const names = pick([['x'], ['x', 'i'], ['item', 'k']]);
    return {
      $map: pick([() => listTemplate(d), () => ({$eval: expression(map, 1)})])(),
      [`each(${names.join(pick([',', ', ']))})`]: within(names, () => pick([template, literalMap])(d - 1)),
    };
  },
  d => {
    const names = pick([['acc', 'x'], ['acc', 'x', 'i']]);
    return {
      $reduce: listTemplate(d),
      [`each(${names.join(', ')})`]: within(names, () => template(d - 1)),
      ...(chance(0.97) && {initial: pick([0, '', [], {}, null, 'start', {a: '${n}'}])}),
    };
  },
  d => {
    const names = pick([['x'], ['x', 'i']]);
    return {$find: listTemplate(d), [`each(${names.join(',')})`]: within(names, () => expression(boolean, 2).replaceAll('$', ''))};
  },
  d => ({$sort: listTemplate(d), ...(chance(0.5) && {'by(x)': within(['x'], () => expression(pick([number, string]), 1))})}),
  () => ({$sort: {$eval: 'maps'}, 'by(o)': pick(['o.k', 'o.v', 'o', '-(o.k)', '"same"'])}),
  // In lists, since the mark of what is nothing would get into the result there, and vanish in other operators.
  d => ({$match: Object.fromEntries(times(below(4), () => [expression(boolean, 1), [template(d - 1)]]))}),
  d => ({$switch: Object.fromEntries([...times(below(3), () => [expression(boolean, 1), template(d - 1)]),
    ...(chance(0.5) ? [['$default', template(d - 1)]] : [])])}),
];

const template = depth => {
  if (depth <= 0 || chance(0.15)) return pick([() => below(100), () => pick([true, false, null, 1.5, 'word', [], {}]), text])();
  if (chance(0.03)) return {...pick(operators)(depth), ...pick(operators)(depth)};
  if (chance(0.02)) return {...pick(operators)(depth), undefined_one: 1, another: 2};
  return pick([pick(operators), pick(operators), pick(operators), literalMap, literalList])(depth);
};

// $reverse and $mergeDeep there change the variable that they are given: such cases are left out.
const frozen = value => {
  if (value instanceof Object) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};
const changesVariable = outcome => outcome.fault && /read only|not extensible|Cannot (add|delete|assign)/.test(outcome.error);

const evaluated = (source, context) => {
  try {
    return {result: jsone(source, context)};
  } catch (error) {
    const ofTheLanguage = Array.isArray(error.location);
    return {error: String(error), ...(!ofTheLanguage && {fault: true})};
  }
};

const lines = [];
for (let i = 0; i < Number(count); ++i) {
  const context = contextOf();
  const source = chance(0.3) ? {$eval: expression(any, 5)} : template(1 + below(4));
  const outcome = evaluated(frozen(source), frozen(context));
  if (changesVariable(outcome)) continue;
  const line = JSON.stringify({template: source, context, ...outcome});
  if (!/\\ud[89a-f][0-9a-f]{2}/.test(line)) lines.push(line);  // halves of characters: there are none in UTF-8
}
process.stdout.write(lines.join('\n') + '\n');
