"""The reading room: a case as pages in a browser, each with a JSON twin. `onrecord.web.app.create_app` makes it."""
