// Shows what programs that use OpenSSL send, before it is encrypted: the start of each text that is given to SSL_write.
// Run it as root: node examples/tls-writes.ts [LIBRARY]
import { chars, i32, load, program, ringBuffer, struct, u32 } from "yodel";

const writes = ringBuffer({
  value: struct({ pid: u32, length: i32, command: chars(16), text: chars(64) }),
  maxEntries: 1 << 20,
});

// int SSL_write(SSL *ssl, const void *buf, int num)
const onWrite = program("uprobe", { writes }, (ctx, { writes }, bpf) => {
  const write = writes.reserve();
  if (!write) return; // the buffer is full
  write.pid = bpf.get_current_pid_tgid() >> 32;
  write.length = bpf.i32(bpf.argument(ctx, 2));
  bpf.get_current_comm(write.command);
  bpf.probe_read_user_str(write.text, bpf.argument(ctx, 1));
  writes.submit(write);
});

const path = process.argv[2] ?? "libssl.so.3";

using bpf = load({ writes, onWrite });
bpf.programs.onWrite.attach({ path, symbol: "SSL_write" });
console.log(`Watching SSL_write of ${path}. Ctrl-C ends it.`);
for await (const { pid, command, length, text } of bpf.maps.writes) {
  console.log(`  ${command} (${pid}), ${length} bytes: ${JSON.stringify(text.split("\n")[0])}`);
}
