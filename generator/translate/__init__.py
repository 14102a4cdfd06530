"""Translation: what there is to translate, the catalogues, their state and their exchange."""
