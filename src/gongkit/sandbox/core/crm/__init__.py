"""The CRM: what companies upload, and the records that calls and people belong to."""
