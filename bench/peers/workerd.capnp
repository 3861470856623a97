# Both handlers as one worker; its address is given on the command line.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [ (name = "main", worker = .worker) ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "workerd.js", esModule = embed "workerd.js"),
    (name = "hello.js", commonJsModule = embed "hello.js"),
    (name = "cpu.js", commonJsModule = embed "cpu.js"),
  ],
  compatibilityDate = "2026-01-01",
);
