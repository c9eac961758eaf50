"""Everything that touches files of music: walking folders, reading tags, knowing a file again."""
