/// Memory between two forbidden pages: who reads or writes past either end dies on the spot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <sys/mman.h>
#include <unistd.h>

/// The end against which an array lies flush.
enum class flush { front, back };

/// Room for one array at a time of at most `capacity` bytes. Flush against the back, it has only the
/// alignment of its element type; the bytes between it and the other forbidden page hold a pattern, which is
/// looked at after the fact.
class guarded_memory {
public:
    explicit guarded_memory(std::size_t capacity) {
        page_ = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        room_ = (capacity + page_ - 1) / page_ * page_;
        void* memory = mmap(nullptr, room_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) std::abort();
        array_ = front_ = static_cast<unsigned char*>(memory) + page_;
        if (mprotect(front_, room_, PROT_READ | PROT_WRITE) != 0) std::abort();
        place<char>(0, flush::front);
    }
    ~guarded_memory() { munmap(front_ - page_, room_ + 2 * page_); }
    guarded_memory(const guarded_memory&) = delete;
    guarded_memory& operator=(const guarded_memory&) = delete;

    /// An array of `count` numbers in place of the last one; its bytes are the pattern's.
    template <class T>
    T* place(std::size_t count, flush side) {
        bytes_ = count * sizeof(T);
        if (bytes_ > room_) std::abort();
        array_ = side == flush::front ? front_ : front_ + room_ - bytes_;
        for (unsigned char* p = first_watched(); p != last_watched(); ++p) *p = pattern(p);
        return reinterpret_cast<T*>(array_);
    }

    /// Whether no byte before or behind the array has changed.
    bool intact() const {
        for (const unsigned char* p = first_watched(); p != last_watched(); ++p)
            if ((p < array_ || p >= array_ + bytes_) && *p != pattern(p)) return false;
        return true;
    }

private:
    static unsigned char pattern(const unsigned char* p) {
        return static_cast<unsigned char>(0xa5 ^ (reinterpret_cast<std::uintptr_t>(p) * 29));
    }
    // A page on either side is enough, and much faster than all the room there is.
    unsigned char* first_watched() const {
        return static_cast<std::size_t>(array_ - front_) > page_ ? array_ - page_ : front_;
    }
    unsigned char* last_watched() const {
        unsigned char* const back = front_ + room_;
        unsigned char* const end = array_ + bytes_;
        return static_cast<std::size_t>(back - end) > page_ ? end + page_ : back;
    }

    std::size_t page_, room_, bytes_ = 0;
    unsigned char* front_;
    unsigned char* array_;
};
