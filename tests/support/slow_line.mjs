// A line of so many bits a second between a browser and a server: every connection shares it, both ways, workers included.
import net from 'node:net';

const sliceMs = 20;

/** Gives the line's own origin. `bitsPerSecond` counts what comes down; what goes up is small. */
export async function slowLine(origin, bitsPerSecond) {
  const { hostname, port } = new URL(origin);
  const bytesPerSlice = (bitsPerSecond / 8) * (sliceMs / 1000);
  const waiting = [];
  let room = 0;
  const pump = setInterval(() => {
    room = Math.min(room + bytesPerSlice, bytesPerSlice * 2);
    while (room > 0 && waiting.length > 0) {
      const { to, bytes, from } = waiting.shift();
      const piece = bytes.subarray(0, Math.max(1, Math.floor(room)));
      room -= piece.length;
      if (!to.destroyed) to.write(piece);
      // Connections take turns, as on a real line.
      if (piece.length < bytes.length) waiting.push({ to, bytes: bytes.subarray(piece.length), from });
      else from.resume();
    }
  }, sliceMs);
  const sockets = new Set();
  const server = net.createServer((client) => {
    const upstream = net.connect({ host: hostname, port: Number(port), noDelay: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream);
    upstream.on('data', (bytes) => {
      upstream.pause();
      waiting.push({ to: client, bytes, from: upstream });
    });
    upstream.on('end', () => {
      const end = () => (waiting.some(({ to }) => to === client) ? setTimeout(end, sliceMs) : client.end());
      end();
    });
    client.on('close', () => upstream.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      clearInterval(pump);
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
