"""HTML into sheets, sheets into booklets: typesetting, the store, binding, imposition."""
