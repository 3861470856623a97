// What is the same wherever a function runs. Nothing of the machine's own.
'use strict';

const { platform, arch } = process;
const constant = (value) => () => value;

module.exports = {
  EOL: '\n',
  arch: constant(arch),
  devNull: '/dev/null',
  endianness: constant('LE'),
  homedir: constant('/var/task'),
  machine: constant(arch === 'x64' ? 'x86_64' : 'aarch64'),
  platform: constant(platform),
  tmpdir: constant('/tmp'),
  type: constant('Linux'),
};
