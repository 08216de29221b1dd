"""The subjects of the service, one Django app each; a subject calls only those before it in this list.

events < accounts < programmes (and, as they come, merchants < applications < …)
"""
