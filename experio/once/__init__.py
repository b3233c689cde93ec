"""A form that is sent twice acts once: a double click, a reload, a browser that sends it again by itself."""
