"""The pages of notes and minutes, by the part of the way they belong to."""
