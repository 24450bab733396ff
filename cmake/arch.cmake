# handgrad_arch: the instruction set that the project's own tests, benchmarks and examples are built for.
#
# HANDGRAD_ARCH_FLAGS   what is asked for: AUTO, or compiler flags, or nothing at all
# HANDGRAD_AVX2_FLAGS   (result) -march=x86-64-v3 when the compiler takes it and the running CPU can execute it, else
#                       empty; so that an example built here never dies of an illegal instruction here
set(HANDGRAD_ARCH_FLAGS "AUTO" CACHE STRING "Instruction set flags of the project's own targets (AUTO: AVX2 if it runs)")

set(HANDGRAD_AVX2_FLAGS "")
if(NOT CMAKE_CROSSCOMPILING)
    # It asks the CPU by name: a program merely built with the flag may happen to contain no AVX2 instruction.
    set(program [[
#if !defined(__AVX2__) || !defined(__FMA__)
#error "not a flag that gives AVX2 and FMA"
#endif
int main() {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2") ? 0 : 1;
}
]])
    try_run(HANDGRAD_AVX2_RUN HANDGRAD_AVX2_COMPILED
        SOURCE_FROM_VAR avx2.cpp program
        COMPILE_DEFINITIONS -march=x86-64-v3)
    if(HANDGRAD_AVX2_COMPILED AND HANDGRAD_AVX2_RUN EQUAL 0)
        set(HANDGRAD_AVX2_FLAGS -march=x86-64-v3)
    endif()
endif()

if(HANDGRAD_ARCH_FLAGS STREQUAL "AUTO")
    set(flags ${HANDGRAD_AVX2_FLAGS})
    if(flags)
        message(STATUS "handgrad: own targets are built with ${flags}")
    else()
        message(STATUS "handgrad: AVX2 does not run here, own targets are built without")
    endif()
else()
    separate_arguments(flags UNIX_COMMAND "${HANDGRAD_ARCH_FLAGS}")
    message(STATUS "handgrad: own targets are built with HANDGRAD_ARCH_FLAGS=\"${HANDGRAD_ARCH_FLAGS}\"")
endif()

add_library(handgrad_arch INTERFACE)
target_compile_options(handgrad_arch INTERFACE ${flags})
if(NOT flags STREQUAL "-march=x86-64-v3") # chosen by who builds, or for want of AVX2: no warning
    target_compile_definitions(handgrad_arch INTERFACE HANDGRAD_WITHOUT_AVX2)
endif()
unset(flags)
unset(program)
