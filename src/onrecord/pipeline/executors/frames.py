"""How the parent and a worker process talk: frames of four bytes of length and a MessagePack body."""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from onrecord.pipeline.tasks import Answer, Context, Task

#: The largest frame that is believed, in bytes: beyond it the other side is not talking to us.
MAX_FRAME = 1 << 30

_encoder = msgspec.msgpack.Encoder()
task_decoder = msgspec.msgpack.Decoder(Task)
answers_decoder = msgspec.msgpack.Decoder(tuple[Answer, ...])
context_decoder = msgspec.msgpack.Decoder(Context)


def pack(message: Context | Task | tuple[Answer, ...]) -> bytes:
    """A frame with `message`."""
    body = _encoder.encode(message)
    return len(body).to_bytes(4, "big") + body


def read(stream: BinaryIO) -> bytes | None:
    """The body of the next frame of a blocking stream, or None at its end. Raises EOFError inside a frame."""
    head = stream.read(4)
    if not head:
        return None
    size = int.from_bytes(head, "big")
    if len(head) < 4 or size > MAX_FRAME:
        raise EOFError("the stream ended inside a frame")
    body = stream.read(size)
    if len(body) < size:
        raise EOFError("the stream ended inside a frame")
    return body
