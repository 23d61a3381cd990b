"""From keys and facts to words, charts and pages, in the language of the reader: last of all."""
