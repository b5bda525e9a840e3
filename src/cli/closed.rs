//! Bytes go in for somebody who may have gone; what nobody takes is dropped, and the work goes on to its outcome.

use std::io::{self, ErrorKind, Write};

/// Notes are beside the work: one that cannot be written stops nothing, whatever the reason.
pub struct Notes<W>(pub W);

impl<W: Write> Write for Notes<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let _ = self.0.flush();
        Ok(())
    }
}

/// Output until whoever reads it has seen enough; that there was no room for it is an error still.
pub struct UntilClosed<'o> {
    out: &'o mut dyn Write,
    closed: bool,
}

impl<'o> UntilClosed<'o> {
    pub fn new(out: &'o mut dyn Write) -> UntilClosed<'o> {
        UntilClosed { out, closed: false }
    }

    fn unless_closed<T>(&mut self, done: io::Result<T>, dropped: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(dropped)
            }
            other => other,
        }
    }
}

impl Write for UntilClosed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.unless_closed(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.unless_closed(flushed, ())
    }
}
