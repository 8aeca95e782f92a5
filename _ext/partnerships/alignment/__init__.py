"""The priority-alignment index: matrix, reasons, gaps and diagram."""
