"""What the user is editing: pictures, documents, history and export, without torch and without Qt."""
