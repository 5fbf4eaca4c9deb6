"""What exists: values, vocabularies, elements, the model, and what can be wrong with them."""
