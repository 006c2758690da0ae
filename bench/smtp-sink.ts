/** A mail server that takes whatever it is given and keeps nothing: in a thread of its own, so that what is measured is the sender. */

import { type AddressInfo, createServer } from 'node:net'
import { parentPort } from 'node:worker_threads'

const end = '\r\n.\r\n'

const server = createServer(socket => {
  let rest = ''
  let isText = false
  socket.on('error', () => {})
  socket.setNoDelay(true)
  socket.write('220 sink\r\n')
  socket.on('data', piece => {
    rest += piece.toString('latin1')
    for (;;) {
      const at = rest.indexOf(isText ? end : '\r\n')
      if (at < 0) return
      const line = rest.slice(0, at)
      rest = rest.slice(at + (isText ? end.length : 2))
      if (isText) {
        isText = false
        socket.write('250 taken\r\n')
      } else if (/^DATA/i.test(line)) {
        isText = true
        socket.write('354 go on\r\n')
      } else socket.write(/^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n')
    }
  })
})
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))
