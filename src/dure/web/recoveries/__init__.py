"""Money that is taken back: cases as officers and the party see them, the register of bans."""
