"""Contacts of a CardDAV account: Nextcloud, iCloud, Radicale and their kin."""
