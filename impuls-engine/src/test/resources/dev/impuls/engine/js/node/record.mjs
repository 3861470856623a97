// Has Node.js write down what it answers to the cases: node record.mjs. A case is a piece of code, a
// line of dashes and what it prints; cases are parted by a line of equal signs.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const script = join(tmpdir(), `case-${process.pid}.cjs`);

for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
  const cases = readFileSync(join(folder, file), 'utf8').split(/^====\n/m).map((text) => text.split(/^----\n/m)[0]);
  const recorded = cases.map((code) => {
    writeFileSync(script, `(async () => {${code}})();`);
    const { stdout } = spawnSync('sh', ['-c', `node --no-warnings ${script} 2>&1`], { encoding: 'utf8' });
    return `${code}----\n${stdout}`;
  });
  writeFileSync(join(folder, file), recorded.join('====\n'));
}
unlinkSync(script);
