// Everything that check_references.sh must find.
#include <pthread.h>

struct opened {
    opened();
    int value;
};

int* allocate_lock_and_throw(pthread_mutex_t& mutex, bool wrong) {
    static const opened once;
    pthread_mutex_lock(&mutex);
    if (wrong) throw once.value;
    return new int(once.value);
}
