// Evaluates templates with the reference implementation, again and again: prints how often a second, warm.
//
//   node reference.mjs PACKAGE SECONDS < CASES
//
// CASES are a JSON list of {name, context, template}; the answer is a JSON list of {rate, result}.
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';

const [packageFolder, seconds] = process.argv.slice(2);
const jsone = createRequire(import.meta.url)(resolve(packageFolder));

const run = (tested, milliseconds) => {
  const begin = performance.now();
  let count = 0;
  let now = begin;
  for (; now - begin < milliseconds; now = performance.now()) {
    for (let i = 0; i < 10; ++i) jsone(tested.template, tested.context);
    count += 10;
  }
  return count / ((now - begin) / 1000);
};

const answers = JSON.parse(readFileSync(0, 'utf8')).map(tested => {
  run(tested, 1000 * seconds);  // until the machine code is there
  return {rate: run(tested, 1000 * seconds), result: jsone(tested.template, tested.context)};
});
process.stdout.write(JSON.stringify(answers));
