"""接种: today's children, a child's card and the next dose; class checks and reminders; coverage and exchange."""
