// A library that has none of a vendor's functions.
extern "C" int nothingOfUse() { return 0; }
