"""How good the reading is: runs compared with rows that a careful reader expects, and a benchmark."""
