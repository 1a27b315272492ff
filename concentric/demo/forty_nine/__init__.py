"""A fictional study of 49 frameworks, made so that what is coded in it counts up to a published study's figures."""
