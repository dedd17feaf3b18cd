// Types of a kernel that core-kinds.bpf.c is fitted to.
enum color { GREEN = 7, RED = 42, DEEP = 0x1234567890 };

struct point { long x, y; };

typedef unsigned long counter_t;

struct shape {
	long padding;
	union {
		struct {
			int other;
			int moved;
		};
		long both;
	};
	unsigned long widened;
	int narrow_sign;
	struct point points[4];
	unsigned int low : 3, flag : 5, high : 20;
	signed char sign;
	int tail[];
};

struct twin { int first; };
struct twin___other { int before; int first; };

struct shape shape;
struct twin twin;
struct twin___other other;
counter_t counter;
enum color color;
