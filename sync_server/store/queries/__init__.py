"""Questions to the county's own tables, and the few plain writes; none of them decides anything."""
