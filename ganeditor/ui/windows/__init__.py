"""Windows of their own beside the main one: Generate and Animate."""
