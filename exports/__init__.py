"""Values in; workbooks, CSV, PDF and archives out."""
